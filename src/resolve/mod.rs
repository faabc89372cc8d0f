//! Resolves dates, units and entities by their document.
