import { useId } from "react";
import type { PhoneInput } from "update-phone";

interface Props {
  which: "new" | "old";
  phone: PhoneInput;
  onPhone(text: string): void;
  code: string;
  onCode(text: string): void;
  canSend: boolean;
  onSend(): void;
  /** Seconds until a code can be sent again. */
  wait: number;
  wrongField: string | undefined;
  errorId: string;
}

/** A number, its code, and the button between them. */
export function PhoneWithCode(props: Props) {
  const { which, phone, onPhone, code, onCode, canSend, onSend, wait, wrongField, errorId } = props;
  const id = useId();
  const problem = (isCode: boolean) => {
    const isWrong = !!wrongField?.startsWith(which) && wrongField.endsWith("PassCode") === isCode;
    return { "aria-invalid": isWrong, "aria-describedby": isWrong ? errorId : undefined };
  };
  return (
    <fieldset>
      <legend>The {which} phone</legend>
      <label htmlFor={`${id}-phone`}>Number with country code</label>
      <input
        id={`${id}-phone`}
        type="tel"
        autoComplete={which === "new" ? "tel" : "off"}
        value={String(phone)}
        onChange={(event) => onPhone(event.target.value)}
        {...problem(false)}
      />
      <button type="button" aria-disabled={!canSend} onClick={onSend}>
        {wait > 0 ? `Send again in ${wait} s` : "Send code"}
      </button>
      <label htmlFor={`${id}-code`}>Code from the SMS</label>
      <input
        id={`${id}-code`}
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        onChange={(event) => onCode(event.target.value)}
        {...problem(true)}
      />
    </fieldset>
  );
}
