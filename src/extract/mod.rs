//! Finds mentions.
