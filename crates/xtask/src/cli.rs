//! The commands and their arguments. Each command is one function in a module of its name.

use crate::{
    bench, build, check, environment, hook, project::Project, serve, soak, static_server, test,
};
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask <command>

  serve [--port N] [--no-isolation]   install what is missing, build, serve on 127.0.0.1
  test [native|web|wasm|e2e]          install what is missing, run every test layer, or one
  build                               install what is missing, build the site into dist/
  check                               format, clippy (native and wasm), TypeScript, tidy
  ci                                  check, then test
  bench [ranks] [--quick|--full] [--goals] [--ops A,B] [--ranks 2,4,8] [--max-bytes N]
              [--json FILE|-]         measure collectives in a headless browser, beside bare
                                      references, and on threads
  bench sort [--max-log2 N] [--full] [--json FILE]
                                      measure sorts side by side in a headless browser
  soak [--runs N] [--seed S] [--first N]
                                      1,000 runs with random faults in a headless browser, or
                                      N from number --first on
  env                                 print the exports that make wasm-pack and trunk work
                                      as typed: eval \"$(cargo xtask env)\"
";

/// Runs one command line.
///
/// The exit code is the command's verdict; an error is a command that could not be carried out.
pub(crate) fn run(arguments: impl Iterator<Item = String>) -> Result<ExitCode> {
    let mut arguments = Arguments(arguments.collect());
    let Some(command) = arguments.positional() else {
        print!("{USAGE}");
        return Ok(ExitCode::FAILURE);
    };
    let project = Project::find()?;
    match command.as_str() {
        "serve" => {
            let port = arguments.port(serve::PORT_DEFAULT)?;
            let isolated = !arguments.flag("--no-isolation");
            arguments.finish()?;
            serve::run(&project, port, isolated)
        }
        "test" => {
            let layer = arguments.positional();
            arguments.finish()?;
            test::run(&project, layer.as_deref())
        }
        "build" => arguments.finish().and_then(|()| build::run(&project)),
        "check" => arguments.finish().and_then(|()| check::run(&project)),
        "ci" => {
            arguments.finish()?;
            let checked = check::run(&project)?;
            let tested = test::run(&project, None)?;
            Ok(if checked == ExitCode::SUCCESS {
                tested
            } else {
                checked
            })
        }
        "bench" => {
            let what = arguments.positional();
            measure(&project, what.as_deref(), arguments)
        }
        "soak" => {
            let wishes = soak::Wishes {
                runs: arguments.value("--runs")?,
                seed: arguments.value("--seed")?,
                first: arguments.value("--first")?,
            };
            arguments.finish()?;
            soak::run(&project, &wishes)
        }
        "env" => arguments
            .finish()
            .and_then(|()| environment::print(&project)),
        // For Trunk, which calls it when wasm and glue are built.
        "hook" => arguments.finish().and_then(|()| hook::run(&project)),
        // For the end-to-end tests, which start a server for each kind of host.
        "static" => {
            let folder = arguments
                .value("--dir")?
                .map_or_else(|| project.dist(), PathBuf::from);
            let port = arguments.port(0)?;
            let isolated = !arguments.flag("--no-isolation");
            arguments.finish()?;
            static_server::run(&project, &folder, port, isolated)
        }
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        unknown => bail!("no command `{unknown}`\n\n{USAGE}"),
    }
}

fn measure(project: &Project, what: Option<&str>, mut line: Arguments) -> Result<ExitCode> {
    match what {
        None | Some("ranks") => {
            let wishes = bench::RanksWishes {
                quick: line.flag("--quick"),
                full: line.flag("--full"),
                goals: line.flag("--goals"),
                ops: line.value("--ops")?,
                ranks: line.value("--ranks")?,
                max_bytes: line.value("--max-bytes")?,
                json: line.value("--json")?,
            };
            line.finish()?;
            bench::ranks(project, &wishes)
        }
        Some("sort") => {
            let wishes = bench::SortWishes {
                max_log2: line.value("--max-log2")?,
                full: line.flag("--full"),
                json: line.value("--json")?,
            };
            line.finish()?;
            bench::sort(project, &wishes)
        }
        Some(_) => bail!("bench what? There are `bench ranks` and `bench sort`\n\n{USAGE}"),
    }
}

/// What is left of the command line; each reader takes its part out.
struct Arguments(Vec<String>);

impl Arguments {
    fn positional(&mut self) -> Option<String> {
        let first_is_word = self.0.first().is_some_and(|word| !word.starts_with("--"));
        first_is_word.then(|| self.0.remove(0))
    }

    fn flag(&mut self, name: &str) -> bool {
        let found = self.0.iter().position(|word| word == name);
        found.map(|index| self.0.remove(index)).is_some()
    }

    fn value(&mut self, name: &str) -> Result<Option<String>> {
        let Some(index) = self.0.iter().position(|word| word == name) else {
            return Ok(None);
        };
        if index + 1 == self.0.len() {
            bail!("{name} needs a value");
        }
        self.0.remove(index);
        Ok(Some(self.0.remove(index)))
    }

    fn port(&mut self, default: u16) -> Result<u16> {
        match self.value("--port")? {
            None => Ok(default),
            Some(text) => match text.parse() {
                Ok(port) => Ok(port),
                Err(_) => bail!("--port {text}: not a port number (0 to 65535)"),
            },
        }
    }

    fn finish(&self) -> Result<()> {
        match self.0.first() {
            None => Ok(()),
            Some(word) => bail!("unexpected argument `{word}`\n\n{USAGE}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Arguments;

    fn arguments(line: &str) -> Arguments {
        Arguments(line.split_whitespace().map(String::from).collect())
    }

    #[test]
    fn options_stand_in_any_order() {
        let mut line = arguments("serve --no-isolation --port 8081");
        assert_eq!(line.positional().as_deref(), Some("serve"));
        assert_eq!(line.port(8080).unwrap(), 8081);
        assert!(line.flag("--no-isolation"));
        assert!(line.finish().is_ok());
    }

    #[test]
    fn what_nobody_takes_is_refused() {
        let mut line = arguments("serve --prot 8081");
        assert_eq!(line.positional().as_deref(), Some("serve"));
        assert_eq!(line.port(8080).unwrap(), 8080);
        assert!(line.finish().unwrap_err().to_string().contains("--prot"));
    }

    #[test]
    fn a_port_is_a_number_and_is_given() {
        assert!(arguments("--port eighty").port(8080).is_err());
        assert!(arguments("--port").port(8080).is_err());
        assert!(arguments("--port 65536").port(8080).is_err());
    }
}
