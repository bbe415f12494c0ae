//! Short names for what a module imports from its glue.
//!
//! wasm-bindgen ends most of these names in a hash, since it cannot know what else they will meet.
//! In a finished site they meet nothing, and hashes are what no compression makes smaller: both
//! files lose 2 KB. Only the names change, on both sides; what does not look as expected is an
//! error.

use anyhow::{Context, Result, bail, ensure};
use std::fs;
use std::path::Path;

/// Module, version.
const PREAMBLE_BYTES: usize = 8;
const IMPORT_SECTION: u8 = 2;
const FUNCTION: u8 = 0;

/// Renames the imports of the module at `wasm` in itself and in the script at `glue`.
pub(crate) fn shorten(wasm: &Path, glue: &Path) -> Result<()> {
    let module = fs::read(wasm).with_context(|| format!("reading {}", wasm.display()))?;
    let script = fs::read_to_string(glue).with_context(|| format!("reading {}", glue.display()))?;
    let renamed = renamed(&module, &script);
    let (module, script) =
        renamed.with_context(|| format!("shortening the imports of {}", wasm.display()))?;
    fs::write(wasm, module)?;
    fs::write(glue, script)?;
    Ok(())
}

fn renamed(module: &[u8], script: &str) -> Result<(Vec<u8>, String)> {
    ensure!(module.starts_with(b"\0asm"), "this is not a module");
    let (preamble, mut rest) = module
        .split_at_checked(PREAMBLE_BYTES)
        .context("too short")?;
    let mut output = preamble.to_vec();
    let mut script = script.to_owned();
    while let Some((&id, after)) = rest.split_first() {
        rest = after;
        let section = take_bytes(&mut rest)?;
        output.push(id);
        if id == IMPORT_SECTION {
            put_bytes(&mut output, &renamed_section(section, &mut script)?);
        } else {
            put_bytes(&mut output, section);
        }
    }
    Ok((output, script))
}

fn renamed_section(mut section: &[u8], script: &mut String) -> Result<Vec<u8>> {
    let count = take_number(&mut section)?;
    let mut output = Vec::new();
    put_number(&mut output, count);
    for index in 0..count {
        let from = take_bytes(&mut section)?;
        let name = std::str::from_utf8(take_bytes(&mut section)?)?;
        let (&kind, after) = section.split_first().context("an import ends early")?;
        ensure!(kind == FUNCTION, "{name} is not a function");
        section = after;
        let signature = take_number(&mut section)?;

        let short = short_name(index);
        replace_key(script, name, &short)?;
        put_bytes(&mut output, from);
        put_bytes(&mut output, short.as_bytes());
        output.push(kind);
        put_number(&mut output, signature);
    }
    ensure!(section.is_empty(), "bytes are left after the last import");
    Ok(output)
}

/// Replaces the key `name` of the object that the script hands to the module.
fn replace_key(script: &mut String, name: &str, short: &str) -> Result<()> {
    let key = format!(" {name}: ");
    let mut places = script.match_indices(&key).map(|(place, _)| place);
    let (Some(place), None) = (places.next(), places.next()) else {
        bail!("the script does not define {name} exactly once");
    };
    script.replace_range(place..place + key.len(), &format!(" {short}: "));
    Ok(())
}

/// a, b, ... z, aa, ba, ... : any word may be a key.
fn short_name(mut index: u32) -> String {
    let mut name = String::new();
    loop {
        name.extend(char::from_digit(10 + index % 26, 36));
        if index < 26 {
            return name;
        }
        index = index / 26 - 1;
    }
}

/// Takes a number from the front: seven bits per byte, the lowest first.
fn take_number(bytes: &mut &[u8]) -> Result<u32> {
    let mut number = 0;
    for shift in [0, 7, 14, 21, 28] {
        let (&byte, rest) = bytes.split_first().context("a number ends early")?;
        *bytes = rest;
        number |= u32::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(number);
        }
    }
    bail!("a number has more than 32 bits")
}

fn put_number(to: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        to.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    to.push(number.to_le_bytes()[0]);
}

/// Takes bytes from the front, behind their number.
fn take_bytes<'a>(bytes: &mut &'a [u8]) -> Result<&'a [u8]> {
    let length = take_number(bytes)? as usize;
    let (taken, rest) = bytes
        .split_at_checked(length)
        .context("bytes are missing")?;
    *bytes = rest;
    Ok(taken)
}

fn put_bytes(to: &mut Vec<u8>, bytes: &[u8]) {
    let length = u32::try_from(bytes.len()).expect("a part of a module is below 4 GB");
    put_number(to, length);
    to.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module with a type, so many imports of it, and something behind them.
    fn module(names: &[&str]) -> Vec<u8> {
        let mut module = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0".to_vec();
        let mut imports = Vec::new();
        put_number(&mut imports, u32::try_from(names.len()).unwrap());
        for name in names {
            put_bytes(&mut imports, b"./glue.js");
            put_bytes(&mut imports, name.as_bytes());
            imports.extend([FUNCTION, 0]);
        }
        module.push(IMPORT_SECTION);
        put_bytes(&mut module, &imports);
        module.extend(b"\0\x05\x04name");
        module
    }

    #[test]
    fn both_sides_get_the_same_names_and_nothing_else_changes() {
        let long: Vec<String> = (0..30).map(|i| format!("__wbg_{i}_0123abcd")).collect();
        let names: Vec<&str> = long.iter().map(String::as_str).collect();
        let keys = |names: &[&str]| {
            let keys = names
                .iter()
                .map(|name| format!(" {name}: function() {{}},\n"));
            format!("{{\n{}}}; call(__wbg_1)", keys.collect::<String>())
        };
        let (shorter, script) = renamed(&module(&names), &keys(&names)).unwrap();
        let short: Vec<String> = (0..30).map(short_name).collect();
        assert_eq!(short[..3], ["a", "b", "c"]);
        assert_eq!(short[25..28], ["z", "aa", "ba"]);
        let short: Vec<&str> = short.iter().map(String::as_str).collect();
        assert_eq!(shorter, module(&short));
        assert_eq!(script, keys(&short));
    }

    #[test]
    fn what_does_not_fit_together_is_refused() {
        let refusal =
            |module: &[u8], script: &str| format!("{:#}", renamed(module, script).unwrap_err());
        let good = module(&["f"]);
        assert!(renamed(&good, "{ f: 1 }").is_ok());
        assert!(refusal(&good, "{ g: 1 }").contains("f exactly once"));
        assert!(refusal(&good, "{ f: 1, f: 2 }").contains("f exactly once"));
        assert!(refusal(b"\0elf", "").contains("not a module"));
        assert!(refusal(&good[..20], "{ f: 1 }").contains("missing"));
        let mut memory = good.clone();
        let kind = memory.len() - 9;
        assert_eq!(memory[kind], FUNCTION);
        memory[kind] = 2;
        assert!(refusal(&memory, "{ f: 1 }").contains("not a function"));
    }
}
