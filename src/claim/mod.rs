//! Says what a figure is about.
