//! The HTTP contract of the change-phone calls, without HTTP: requests become parts, answers become values or failures.
//!
//! Sources of the facts here: Authing's two documents 发起修改手机号的验证请求 and 修改手机号 **\[S\]**, Authing's OpenAPI
//! document **\[A\]**, the code of Authing's official SDKs **\[K\]**, and observations of the live service by third
//! parties **\[O\]**. What no source says is marked **\[G\]**.

mod answer;
mod call;
mod channel;
mod classification;
mod failure;
mod language;
mod message;
mod named;
mod pass_code;
mod phone_check;
mod secret;
mod text;
mod update_phone_request;

pub use self::answer::{Answer, Envelope, confirm, token_lifetime};
pub use self::call::{Call, Operation};
pub use self::channel::{Purpose, SmsChannel};
pub use self::failure::{ErrorCode, Failure, FailureFacts, Field, Recovery};
pub use self::language::Language;
pub use self::message::Detail;
pub use self::pass_code::PassCode;
pub use self::phone_check::{PhoneCheck, judge_phone};
pub use self::secret::Secret;
pub use self::text::{concat, part};
pub use self::update_phone_request::UpdatePhoneRequest;
