//! Turns captures into typed values.
