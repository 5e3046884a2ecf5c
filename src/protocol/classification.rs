//! The meaning of a refusal, by `apiCode`, then by the words of the message, then by `statusCode`.

use super::text::contains;
use super::{ErrorCode, Operation, Recovery};

/// The code of a refusal and its recovery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub code: ErrorCode,
    pub recovery: Recovery,
}

impl From<ErrorCode> for Verdict {
    fn from(code: ErrorCode) -> Self {
        Self { code, recovery: code.recovery() }
    }
}

const fn verdict(code: ErrorCode, recovery: Recovery) -> Verdict {
    Verdict { code, recovery }
}

/// The table of `apiCode`. 500 is missing on purpose: four different refusals carry it, and only the message tells **\[O\]**.
fn by_api_code(api_code: i32) -> Option<Verdict> {
    Some(match api_code {
        1000 => ErrorCode::Server.into(),                                  // busy [A]
        1001 => ErrorCode::Forbidden.into(),                               // no permission [A]
        2000 => ErrorCode::CaptchaRequired.into(),                         // [A]
        2001 => ErrorCode::PassCodeWrong.into(),                           // 验证码不正确 [A]
        2300 => ErrorCode::PassCodeExpired.into(),                         // 验证码过期 [K]
        2004 | 2005 => ErrorCode::Forbidden.into(),                        // user not found, user locked [A]
        2011 | 2224 => verdict(ErrorCode::Rejected, Recovery::FixProgram), // no such application, no such pool [A]
        2020 | 2206 | 2207 | 1_010_001 => ErrorCode::NotSignedIn.into(), // not signed in, expired, wrong, token invalid [A][O]
        2028 => ErrorCode::PhoneInvalid.into(),                          // malformed phone [A]
        2035 | 1_320_004 => ErrorCode::PhoneTaken.into(),                // 该手机号已被绑定 [A][O]
        2038 => ErrorCode::OldPhoneMismatch.into(),                      // 旧手机号非用户账号绑定的手机号 [A]
        2230 => ErrorCode::PhoneSameAsOld.into(),                        // 新手机号和旧手机号一样 [A]
        2231 => verdict(ErrorCode::Rejected, Recovery::FixProgram),      // parameters missing [A]
        4004 => ErrorCode::CodeSentTooOften.into(),                      // within the last minute [O]
        1_320_005 => ErrorCode::NoPhoneBound.into(),                     // [O]
        _ => return None,
    })
}

/// Words of the service's messages that decide where its codes do not **\[K\]\[O\]**; the first match counts.
const MESSAGES: &[(&str, ErrorCode)] = &[
    ("验证码已失效", ErrorCode::PassCodeExpired),
    ("验证码无效或已过期", ErrorCode::PassCodeExpired),
    ("验证码已过期", ErrorCode::PassCodeExpired),
    ("验证码过期", ErrorCode::PassCodeExpired),
    ("验证码不正确", ErrorCode::PassCodeWrong),
    ("该手机号已被绑定", ErrorCode::PhoneTaken),
    ("该手机号已被其它账户绑定", ErrorCode::PhoneTaken),
    ("旧手机号非用户账号绑定的手机号", ErrorCode::OldPhoneMismatch),
    ("新手机号和旧手机号一样", ErrorCode::PhoneSameAsOld),
    ("修改手机号必须验证原来的手机号", ErrorCode::OldPhoneRequired),
    ("已发送过验证码超过最大上限", ErrorCode::SmsQuota),
    ("1 分钟内已发送过验证码", ErrorCode::CodeSentTooOften),
    ("请求过于频繁", ErrorCode::RateLimited),
];

/// Means the update token on `update-phone`, and the access token elsewhere **\[O\]**.
const TOKEN_REFUSED: &str = "Token 校验失败";

fn by_message(operation: Operation, message: &str) -> Option<Verdict> {
    if contains(message, TOKEN_REFUSED) {
        return Some(match operation {
            Operation::UpdatePhone => ErrorCode::UpdateTokenRejected.into(),
            _ => ErrorCode::NotSignedIn.into(),
        });
    }
    MESSAGES.iter().find(|(words, _)| contains(message, words)).map(|(_, code)| (*code).into())
}

/// The service's own status, which follows HTTP's **\[A\]**. With an `apiCode` that no source names, a 5xx is a plain refusal.
fn by_status_code(status_code: i32, api_code: Option<i32>) -> Verdict {
    match status_code {
        401 => ErrorCode::NotSignedIn,
        402 | 403 => ErrorCode::Forbidden,
        429 => ErrorCode::RateLimited,
        500..=503 if api_code.is_none() => ErrorCode::Server,
        _ => ErrorCode::Rejected,
    }
    .into()
}

/// The meaning of an envelope that is no success.
pub fn classify(operation: Operation, status_code: i32, api_code: Option<i32>, message: &str) -> Verdict {
    match api_code.and_then(by_api_code) {
        // 2001 with 已失效 in its message is an expired code, not a wrong one [O].
        Some(found) if found.code == ErrorCode::PassCodeWrong && contains(message, "已失效") => {
            ErrorCode::PassCodeExpired.into()
        }
        Some(found) => found,
        None => by_message(operation, message).unwrap_or_else(|| by_status_code(status_code, api_code)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(operation: Operation, status_code: i32, api_code: Option<i32>, message: &str) -> ErrorCode {
        classify(operation, status_code, api_code, message).code
    }

    const VERIFY: Operation = Operation::VerifyUpdatePhoneRequest;

    #[test]
    fn the_api_code_decides_first() {
        assert_eq!(code(VERIFY, 400, Some(2001), "该手机号已被绑定"), ErrorCode::PassCodeWrong);
        assert_eq!(code(VERIFY, 400, Some(2001), "验证码已失效"), ErrorCode::PassCodeExpired);
        assert_eq!(code(VERIFY, 400, Some(2035), ""), ErrorCode::PhoneTaken);
        assert_eq!(code(Operation::SendSms, 400, Some(4004), ""), ErrorCode::CodeSentTooOften);
    }

    /// The error table of the contract, and codes that were observed besides.
    #[test]
    fn every_known_api_code_has_its_meaning_whatever_else_the_envelope_says() {
        use ErrorCode::*;
        for (api_code, expected) in [
            (1000, Server),
            (1001, Forbidden),
            (2000, CaptchaRequired),
            (2001, PassCodeWrong),
            (2004, Forbidden),
            (2005, Forbidden),
            (2011, Rejected),
            (2020, NotSignedIn),
            (2028, PhoneInvalid),
            (2035, PhoneTaken),
            (2038, OldPhoneMismatch),
            (2206, NotSignedIn),
            (2207, NotSignedIn),
            (2224, Rejected),
            (2230, PhoneSameAsOld),
            (2231, Rejected),
            (2300, PassCodeExpired),
            (4004, CodeSentTooOften),
            (1_010_001, NotSignedIn),
            (1_320_004, PhoneTaken),
            (1_320_005, NoPhoneBound),
        ] {
            for (status_code, message) in [(499, ""), (401, "请求过于频繁"), (503, "something new")] {
                assert_eq!(code(VERIFY, status_code, Some(api_code), message), expected, "{api_code}");
            }
        }
    }

    #[test]
    fn the_ambiguous_500_is_told_apart_by_its_message() {
        for (message, expected) in [
            ("验证码不正确", ErrorCode::PassCodeWrong),
            ("验证码已过期！", ErrorCode::PassCodeExpired),
            ("该手机号已被绑定", ErrorCode::PhoneTaken),
            ("修改手机号必须验证原来的手机号", ErrorCode::OldPhoneRequired),
            ("something new", ErrorCode::Rejected),
        ] {
            assert_eq!(code(VERIFY, 500, Some(500), message), expected, "{message}");
        }
    }

    #[test]
    fn a_refused_token_is_the_update_token_only_on_update_phone() {
        assert_eq!(code(Operation::UpdatePhone, 500, Some(500), "Token 校验失败"), ErrorCode::UpdateTokenRejected);
        assert_eq!(code(Operation::GetProfile, 500, Some(500), "Token 校验失败"), ErrorCode::NotSignedIn);
    }

    #[test]
    fn the_status_code_decides_when_nothing_else_does() {
        assert_eq!(code(VERIFY, 401, None, ""), ErrorCode::NotSignedIn);
        assert_eq!(code(VERIFY, 402, None, ""), ErrorCode::Forbidden);
        assert_eq!(code(VERIFY, 403, None, ""), ErrorCode::Forbidden);
        assert_eq!(code(VERIFY, 429, None, ""), ErrorCode::RateLimited);
        assert_eq!(code(VERIFY, 503, None, ""), ErrorCode::Server);
        assert_eq!(code(VERIFY, 503, Some(99_999), ""), ErrorCode::Rejected);
        assert_eq!(code(VERIFY, 422, Some(99_999), ""), ErrorCode::Rejected);
    }

    #[test]
    fn a_wrong_configuration_is_the_programs_to_fix() {
        assert_eq!(classify(VERIFY, 400, Some(2011), "").recovery, Recovery::FixProgram);
        assert_eq!(classify(VERIFY, 400, Some(99), "").recovery, Recovery::ContactSupport);
    }
}
