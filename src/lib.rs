//! rapporteur
pub mod assess;
pub mod check;
pub mod cli;
pub mod load;
pub mod model;
pub mod problem;
pub mod render;
pub mod report;
pub mod source;
