//! The texts of failures: what happened, then what to do.

use super::{ErrorCode, Language};

/// Defines the details, and the texts of codes and details in the order of [`Language`].
macro_rules! messages {
    (
        codes { $($code:ident { $($of_code:literal)+ })+ }
        details { $($(#[$doc:meta])+ $detail:ident { $($of_detail:literal)+ })+ }
    ) => {
        /// A more precise text than that of the code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Detail { $($(#[$doc])+ $detail,)+ }

        #[cfg(test)]
        const DETAILS: &[Detail] = &[$(Detail::$detail,)+];

        /// In Simplified Chinese, Traditional Chinese, English and Japanese.
        type Texts = [&'static str; 4];

        fn of_code(code: ErrorCode) -> Texts {
            match code { $(ErrorCode::$code => [$($of_code),+],)+ }
        }

        fn of_detail(detail: Detail) -> Texts {
            match detail { $(Detail::$detail => [$($of_detail),+],)+ }
        }
    };
}

messages! {
    codes {
        InvalidArgument {
            "参数缺失或类型不正确，请检查调用代码。"
            "參數缺失或型別不正確，請檢查呼叫程式碼。"
            "An argument is missing or of the wrong type. Fix the calling code."
            "引数が足りないか型が正しくありません。呼び出し側のコードを確認してください。"
        }
        PhoneInvalid {
            "手机号不正确，请检查后重新输入。"
            "手機號碼不正確，請檢查後重新輸入。"
            "This phone number is not valid. Check it and try again."
            "電話番号が正しくありません。確認して入力し直してください。"
        }
        PhoneNotMobile {
            "该号码无法接收短信，请换一个手机号。"
            "此號碼無法接收簡訊，請換一個手機號碼。"
            "This number cannot receive SMS. Use a mobile number."
            "この番号は SMS を受信できません。携帯電話番号を入力してください。"
        }
        PhoneSameAsOld {
            "新手机号与原手机号相同，请换一个手机号。"
            "新手機號碼與原手機號碼相同，請換一個手機號碼。"
            "The new number is the same as the old one. Enter another number."
            "新しい番号が現在の番号と同じです。別の番号を入力してください。"
        }
        PassCodeFormat {
            "验证码应为 4 至 8 位数字，请重新输入。"
            "驗證碼應為 4 至 8 位數字，請重新輸入。"
            "The code is 4 to 8 digits. Type it again."
            "認証コードは 4～8 桁の数字です。入力し直してください。"
        }
        PassCodeWrong {
            "验证码不正确，请重新输入或获取新的验证码。"
            "驗證碼不正確，請重新輸入或取得新的驗證碼。"
            "The code is wrong. Type it again or request a new one."
            "認証コードが違います。入力し直すか、新しいコードを取得してください。"
        }
        PassCodeExpired {
            "验证码已过期，请获取新的验证码。"
            "驗證碼已過期，請取得新的驗證碼。"
            "The code has expired. Request a new one."
            "認証コードの有効期限が切れました。新しいコードを取得してください。"
        }
        PassCodeSpent {
            "该验证码已使用过，请获取新的验证码。"
            "此驗證碼已使用過，請取得新的驗證碼。"
            "This code was used already. Request a new one."
            "この認証コードは使用済みです。新しいコードを取得してください。"
        }
        CodeSentTooOften {
            "验证码刚刚已发送，请稍候再试。"
            "驗證碼剛剛已傳送，請稍候再試。"
            "A code was sent a moment ago. Wait before requesting another."
            "認証コードは送信済みです。しばらく待ってから再送してください。"
        }
        SmsQuota {
            "今日短信发送次数已达上限，请明天再试。"
            "今日簡訊傳送次數已達上限，請明天再試。"
            "No more codes can be sent to this number today. Try again tomorrow."
            "本日の SMS 送信回数の上限に達しました。明日もう一度お試しください。"
        }
        CaptchaRequired {
            "需要先完成图形验证码，请联系客服。"
            "需要先完成圖形驗證碼，請聯絡客服。"
            "The service asks for a captcha first. Contact support."
            "先に画像認証が必要です。サポートにお問い合わせください。"
        }
        PhoneTaken {
            "该手机号已被其他账号绑定，请换一个手机号。"
            "此手機號碼已被其他帳號綁定，請換一個手機號碼。"
            "This number belongs to another account. Use another number."
            "この番号は別のアカウントで使用されています。別の番号を入力してください。"
        }
        OldPhoneRequired {
            "需要验证原手机号，请获取原手机号的验证码。"
            "需要驗證原手機號碼，請取得原手機號碼的驗證碼。"
            "The old number must be verified too. Request a code for it."
            "現在の番号の確認も必要です。その番号の認証コードを取得してください。"
        }
        OldPhoneMismatch {
            "原手机号与账号绑定的手机号不一致，请检查。"
            "原手機號碼與帳號綁定的手機號碼不一致，請檢查。"
            "The old number is not this account's number. Check it."
            "現在の番号がアカウントの番号と一致しません。確認してください。"
        }
        NoPhoneBound {
            "账号尚未绑定手机号，无法修改。请先绑定手机号。"
            "帳號尚未綁定手機號碼，無法修改。請先綁定手機號碼。"
            "This account has no phone number to change. Bind one first."
            "アカウントに電話番号が登録されていません。先に登録してください。"
        }
        UpdateTokenExpired {
            "验证已超时，请重新获取验证码。"
            "驗證已逾時，請重新取得驗證碼。"
            "Time is up. Request new codes."
            "有効期限が切れました。新しい認証コードを取得してください。"
        }
        UpdateTokenSpent {
            "本次验证已使用过，请查看当前手机号。"
            "本次驗證已使用過，請查看目前的手機號碼。"
            "This change was carried out already. Check the current number."
            "この変更はすでに実行済みです。現在の番号を確認してください。"
        }
        UpdateTokenRejected {
            "验证已失效，请重新获取验证码。"
            "驗證已失效，請重新取得驗證碼。"
            "The service no longer accepts this verification. Request new codes."
            "この確認は無効になりました。新しい認証コードを取得してください。"
        }
        NotSignedIn {
            "登录已失效，请重新登录。"
            "登入已失效，請重新登入。"
            "You are not signed in. Sign in again."
            "ログインしていません。もう一度ログインしてください。"
        }
        Forbidden {
            "没有权限进行此操作，请联系客服。"
            "沒有權限進行此操作，請聯絡客服。"
            "This is not allowed for this account. Contact support."
            "この操作は許可されていません。サポートにお問い合わせください。"
        }
        RateLimited {
            "请求过于频繁，请稍候再试。"
            "請求過於頻繁，請稍候再試。"
            "Too many requests. Wait a moment, then try again."
            "リクエストが多すぎます。しばらく待ってからお試しください。"
        }
        Network {
            "无法连接服务，请检查网络后重试。在浏览器中，也可能是本页的来源不在用户池的安全域（允许的来源）中。"
            "無法連線至服務，請檢查網路後重試。在瀏覽器中，也可能是本頁的來源不在使用者池的安全域（允許的來源）中。"
            "The service could not be reached. Check the connection and try again. In a browser, this page's origin may be missing from the pool's allowed origins."
            "サービスに接続できません。通信環境を確認してください。ブラウザーでは、このページのオリジンがユーザープールの許可リストにない可能性もあります。"
        }
        Timeout {
            "服务响应超时，请重试。"
            "服務回應逾時，請重試。"
            "The service did not answer in time. Try again."
            "サービスの応答がありませんでした。もう一度お試しください。"
        }
        BadResponse {
            "服务返回了无法识别的内容，请重试。"
            "服務傳回了無法識別的內容，請重試。"
            "The service's answer could not be read. Try again."
            "サービスの応答を読み取れませんでした。もう一度お試しください。"
        }
        Server {
            "服务暂时不可用，请稍后重试。"
            "服務暫時無法使用，請稍後重試。"
            "The service is having trouble. Try again later."
            "サービスに問題が発生しています。しばらくしてからお試しください。"
        }
        Rejected {
            "服务拒绝了此操作，请联系客服。"
            "服務拒絕了此操作，請聯絡客服。"
            "The service refused. Contact support."
            "サービスに拒否されました。サポートにお問い合わせください。"
        }
        OutcomeUnknown {
            "无法确认手机号是否已修改，请查看当前手机号。"
            "無法確認手機號碼是否已修改，請查看目前的手機號碼。"
            "It is not known whether the number was changed. Check the current number."
            "変更されたかどうかを確認できませんでした。現在の番号を確認してください。"
        }
    }
    details {
        /// The option `accessToken` is missing, or its function threw or returned no usable token.
        AccessTokenMissing {
            "没有可用的 access token，请登录或检查 accessToken 选项。"
            "沒有可用的 access token，請登入或檢查 accessToken 選項。"
            "There is no usable access token. Sign in, or check the accessToken option."
            "使用できるアクセストークンがありません。ログインするか、accessToken オプションを確認してください。"
        }
        /// A code that was sent along with a lost call, and is judged wrong now, may have been right then.
        CodeMayBeUsed {
            "验证码可能已在上次中断的请求中使用，请获取新的验证码。"
            "驗證碼可能已在上次中斷的請求中使用，請取得新的驗證碼。"
            "The code may have been used by the try whose answer was lost. Request a new one."
            "応答が失われた前回の送信で認証コードが使われた可能性があります。新しいコードを取得してください。"
        }
        /// The answer to the last sending was lost, and the service has sent a code within the last minute.
        CodeOnItsWay {
            "验证码已发出，正在送达，请查看短信。"
            "驗證碼已發出，正在送達，請查看簡訊。"
            "A code is on its way. Look at your messages before requesting another."
            "認証コードは送信済みです。SMS を確認してから再送してください。"
        }
        /// The answer to the change was lost, and the profile has another number.
        NotChanged {
            "未收到服务的答复。上次查询时手机号尚未修改，可以放心重试。"
            "未收到服務的答覆。上次查詢時手機號碼尚未修改，可以放心重試。"
            "No answer came. The number was not changed when last read; trying again is safe."
            "応答がありませんでした。最後に確認した時点で番号は変更されていません。再試行しても安全です。"
        }
        /// The function `accessToken` did not return before the time limit; nothing was sent.
        AccessTokenTimedOut {
            "获取 access token 超时，请求未发送，请重试。"
            "取得 access token 逾時，請求未傳送，請重試。"
            "The access token did not come in time, so nothing was sent. Try again."
            "アクセストークンを時間内に取得できず、何も送信していません。もう一度お試しください。"
        }
    }
}

/// The text of a code, or the more precise one of a detail.
pub fn of(code: ErrorCode, detail: Option<Detail>, language: Language) -> &'static str {
    let [zh_cn, zh_tw, en_us, ja_jp] = detail.map_or_else(|| of_code(code), of_detail);
    match language {
        Language::ZhCn => zh_cn,
        Language::ZhTw => zh_tw,
        Language::EnUs => en_us,
        Language::JaJp => ja_jp,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_code_and_detail_has_its_own_text_in_every_language() {
        for &language in Language::ALL {
            let of_codes = ErrorCode::ALL.iter().map(|code| of(*code, None, language));
            let of_details = DETAILS.iter().map(|detail| of(ErrorCode::Network, Some(*detail), language));
            let texts: HashSet<_> = of_codes.chain(of_details).collect();
            assert_eq!(texts.len(), ErrorCode::ALL.len() + DETAILS.len(), "{language:?}");
            assert!(texts.iter().all(|text| !text.is_empty()), "{language:?}");
        }
    }

    #[test]
    fn a_text_belongs_to_its_code() {
        assert_eq!(of(ErrorCode::PassCodeExpired, None, Language::EnUs), "The code has expired. Request a new one.");
        assert!(of(ErrorCode::OutcomeUnknown, None, Language::ZhCn).starts_with("无法确认"));
    }

    #[test]
    fn a_detail_replaces_the_text_of_its_code() {
        let text = of(ErrorCode::NotSignedIn, Some(Detail::AccessTokenMissing), Language::EnUs);
        assert!(text.contains("accessToken option"));
    }

    #[test]
    fn the_network_text_names_the_allowed_origins() {
        assert!(of(ErrorCode::Network, None, Language::EnUs).contains("allowed origins"));
        assert!(of(ErrorCode::Network, None, Language::ZhCn).contains("安全域"));
    }
}
