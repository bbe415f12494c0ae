//! `cargo xtask serve`: from a bare checkout to a page in the browser.

use crate::build;
use crate::project::Project;
use crate::static_server::{Isolation, StaticServer};
use crate::tools::{self, Need};
use anyhow::Result;
use std::process::ExitCode;

/// Where Trunk serves too.
pub(crate) const PORT_DEFAULT: u16 = 8080;

/// Installs what is missing, builds, and serves until ended.
pub(crate) fn run(project: &Project, port: u16, isolated: bool) -> Result<ExitCode> {
    // A busy port is told before the minutes of work, not after.
    let server = StaticServer::bind(port)?;
    tools::install(project, &Need::BUILD)?;
    build::site(project)?;
    let isolation = Isolation::of(project, isolated)?;
    println!("\nOpenhood is at {}", server.address());
    println!("Ctrl-C ends it.");
    server.run(&project.dist(), &isolation)
}
