//! The tables are embedded: a changed migration has to be compiled in again.

fn main() {
    println!("cargo::rerun-if-changed=migrations");
}
