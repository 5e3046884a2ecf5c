//! The TypeScript declarations of the module.

use crate::phone::{PhoneIssue, PhoneNumberType};
use crate::protocol::{ErrorCode, Field, Language, PhoneCheck, Purpose, Recovery, SmsChannel};
use wasm_bindgen::prelude::*;

macro_rules! declared {
    ($($name:ident $declaration:expr;)+) => {
        $(
            #[wasm_bindgen(typescript_custom_section)]
            const $name: &'static str = $declaration;
        )+
    };
}

declared! {
    LANGUAGE Language::TYPESCRIPT;
    PHONE_CHECK PhoneCheck::TYPESCRIPT;
    PURPOSE Purpose::TYPESCRIPT;
    SMS_CHANNEL SmsChannel::TYPESCRIPT;
    PHONE_NUMBER_TYPE PhoneNumberType::TYPESCRIPT;
    PHONE_ISSUE PhoneIssue::TYPESCRIPT;
    ERROR_CODE ErrorCode::TYPESCRIPT;
    RECOVERY Recovery::TYPESCRIPT;
    FIELD Field::TYPESCRIPT;
    SHAPES include_str!("shapes.d.ts");
}

#[cfg(feature = "bare")]
declared! {
    BARE_SHAPES include_str!("bare-shapes.d.ts");
}

#[cfg(feature = "layer")]
declared! {
    SIDE crate::flow::Side::TYPESCRIPT;
    FLOW_STATE crate::flow::FlowState::TYPESCRIPT;
    LAYER_SHAPES include_str!("layer-shapes.d.ts");
}
