import { useId } from "react";
import type { Client } from "update-phone";
import { useUpdatePhone } from "update-phone/react";
import { PhoneWithCode } from "./PhoneWithCode";

export function ChangePhone({ client }: { client: Client }) {
  // This pool wants both numbers proved. Without the option the old one is asked for once the service does.
  const form = useUpdatePhone(client, { verifyOldPhone: true });
  const { can, error } = form;
  const problem = { wrongField: error?.field, errorId: useId() };

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
        onPhone={form.setNewPhone}
        code={form.newCode}
        onCode={form.setNewCode}
        canSend={can.sendNewCode}
        onSend={form.sendNewCode}
        wait={form.newCooldownSeconds}
        {...problem}
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
          onPhone={form.setOldPhone}
          code={form.oldCode}
          onCode={form.setOldCode}
          canSend={can.sendOldCode}
          onSend={form.sendOldCode}
          wait={form.oldCooldownSeconds}
          {...problem}
        />
      )}
      <p role="alert" id={problem.errorId}>
        {error?.message}
      </p>
      {/* What cannot be done is ignored; a button with `disabled` would lose the focus. */}
      <button aria-disabled={!can.submit && !can.confirm}>{can.confirm ? "Try again" : "Change number"}</button>
    </form>
  );
}
