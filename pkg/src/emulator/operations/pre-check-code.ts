import type { Call } from "../call.js";
import { fieldMalformed, Refusal } from "../failures.js";
import { untranslated } from "../texts.js";
import { refusalOf } from "./proofs.js";

/** 预检验验证码是否正确: checks a code. This neither spends the code nor counts as a try. */
export function preCheckCode(call: Call): object {
  const { service } = call;
  const body = call.body();
  if (body.string("codeType") !== "SMS") throw new Refusal(fieldMalformed("codeType", untranslated("SMS")));
  const payload = body.object("smsCodePayload");
  const phone = payload.phone("phone", "phoneCountryCode");
  const channel = payload.smsChannel("channel");

  const verdict = service.passCodes.look(channel, phone, payload.string("passCode"), call.now);
  if (verdict === "right") return { isValid: true };
  return { isValid: false, message: refusalOf(verdict, service).message[call.language] };
}
