//! The bench on a small sample, against thresholds that may only rise.
