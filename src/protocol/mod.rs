//! The contract of the change-phone calls, without HTTP: the bodies of requests, the meaning of answers, and failures.
//!
//! Sources of the facts here: Authing's two documents 发起修改手机号的验证请求 and 修改手机号 **\[S\]**, Authing's OpenAPI
//! document **\[A\]**, the code of Authing's official SDKs **\[K\]**, and observations of the live service by third
//! parties **\[O\]**. What no source says is marked **\[G\]**.

mod answer;
mod application;
mod call;
mod channel;
mod classification;
mod failure;
mod integer;
mod language;
mod masking;
mod members;
mod message;
mod pass_code;
mod phone_check;
mod retry_after;
mod secret;
mod text;
mod update_phone_request;

pub use self::answer::{Answer, Envelope, Grant, Scalar, confirm};
pub use self::application::{Application, DEFAULT_HEADER_PREFIX};
pub use self::call::{Call, Operation, Payload};
pub use self::channel::{Purpose, SmsChannel};
pub use self::failure::{ErrorCode, Failure, FailureFacts, Field, Recovery};
pub use self::language::Language;
pub use self::members::TextMembers;
pub use self::message::Detail;
pub use self::pass_code::PassCode;
pub use self::phone_check::{PhoneCheck, judge_phone};
pub use self::retry_after::retry_after_ms;
pub use self::secret::Secret;
pub use self::update_phone_request::{DEFAULT_COUNTRY_CODE, PhoneEntry, UpdatePhoneRequest};
