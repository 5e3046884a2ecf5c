import { useId } from "react";
import type { Client, PhoneInput } from "update-phone";
import { useUpdatePhone } from "update-phone/react";

export function ChangePhone({ client }: { client: Client }) {
  // This pool wants both numbers proved; without the option the old one is asked for once the service does.
  const form = useUpdatePhone(client, { verifyOldPhone: true });
  const errorId = useId();
  const { can, error } = form;

  if (form.state === "done") return <p role="status">Your number is now {form.newPhone?.internationalFormat}.</p>;

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void (can.confirm ? form.confirm() : form.submit());
      }}
    >
      <PhoneWithCode
        which="new"
        phone={form.newPhoneInput}
        setPhone={form.setNewPhone}
        code={form.newCode}
        setCode={form.setNewCode}
        canSend={can.sendNewCode}
        send={form.sendNewCode}
        wait={form.newCooldownSeconds}
        wrongField={error?.field}
        errorId={errorId}
      />
      {can.useUnusualNumber && (
        <p>
          This number looks unusual.{" "}
          <button type="button" onClick={form.useUnusualNumber}>
            Use it all the same
          </button>
        </p>
      )}
      {form.isOldPhoneRequired && (
        <PhoneWithCode
          which="old"
          phone={form.oldPhoneInput}
          setPhone={form.setOldPhone}
          code={form.oldCode}
          setCode={form.setOldCode}
          canSend={can.sendOldCode}
          send={form.sendOldCode}
          wait={form.oldCooldownSeconds}
          wrongField={error?.field}
          errorId={errorId}
        />
      )}
      <p role="alert" id={errorId}>
        {error?.message}
      </p>
      {/* What cannot be done is ignored; a button with `disabled` would lose the focus. */}
      <button aria-disabled={!can.submit && !can.confirm}>{can.confirm ? "Try again" : "Change number"}</button>
    </form>
  );
}

interface PhoneWithCodeProps {
  which: "new" | "old";
  phone: PhoneInput;
  setPhone(text: string): void;
  code: string;
  setCode(text: string): void;
  canSend: boolean;
  send(): void;
  wait: number;
  wrongField: string | undefined;
  errorId: string;
}

function PhoneWithCode(props: PhoneWithCodeProps) {
  const { which, phone, setPhone, code, setCode, canSend, send, wait, wrongField, errorId } = props;
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
        onChange={(event) => setPhone(event.target.value)}
        {...problem(false)}
      />
      <button type="button" aria-disabled={!canSend} onClick={send}>
        {wait > 0 ? `Send again in ${wait} s` : "Send code"}
      </button>
      <label htmlFor={`${id}-code`}>Code from the SMS</label>
      <input
        id={`${id}-code`}
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        onChange={(event) => setCode(event.target.value)}
        {...problem(true)}
      />
    </fieldset>
  );
}
