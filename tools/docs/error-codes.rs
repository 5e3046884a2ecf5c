//! Prints the core's error codes as JSON, one per line, for the tables in the READMEs and in `docs/errors.md`.

use update_phone::protocol::{ErrorCode, Failure, Language, Operation};

fn main() {
    for code in ErrorCode::ALL {
        let failure = Failure::local(*code);
        let message = |language| failure.message(language);
        let row = serde_json::json!({
            "code": code.as_str(),
            "recovery": code.recovery().as_str(),
            "isRetryable": code.is_retryable(None),
            "isRetryableSending": code.is_retryable(Some(Operation::SendSms)),
            "messages": { "en-US": message(Language::EnUs), "zh-CN": message(Language::ZhCn) },
        });
        println!("{row}");
    }
}
