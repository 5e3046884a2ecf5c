//! Prints the core's error codes as JSON, a line each: for the table in the README.

use update_phone::protocol::{ErrorCode, Failure, Language};

fn main() {
    for code in ErrorCode::ALL {
        let failure = Failure::local(*code);
        let message = |language| failure.message(language);
        let row = serde_json::json!({
            "code": code.as_str(),
            "recovery": code.recovery().as_str(),
            "messages": { "en-US": message(Language::EnUs), "zh-CN": message(Language::ZhCn) },
        });
        println!("{row}");
    }
}
