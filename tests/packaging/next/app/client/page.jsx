import { ChangeNumber } from "./change-number-button.jsx";

export default function ClientPage() {
  return <ChangeNumber />;
}
