pub fn run() -> std::process::ExitCode {
    let linter = crate::Linter::new(match crate::rule::built_in_checked() {
        Ok(r) => r,
        Err(e) => {
            eprint!("{}", crate::rule::render_errors(&e));
            return 2.into();
        }
    });
    for arg in std::env::args().skip(1) {
        match crate::source::read_file(arg.as_ref(), &arg) {
            Ok(s) => {
                let c = linter.check(s);
                println!("{arg} {:?} {:?} {:?}", c.status, c.year, c.reason);
                for f in &c.findings {
                    let l = c.source.locate(f.span);
                    println!("  {}:{} {:?} {} {}", l.start.line, l.start.column, f.severity, f.rule, f.message);
                }
            }
            Err(e) => println!("{arg}: {e}"),
        }
    }
    0.into()
}
