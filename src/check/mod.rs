//! Compares claims.
