//! One workbook to a whole disclosure.
