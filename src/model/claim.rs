//! A figure with what it is about. (Filled in by the claim stage.)
