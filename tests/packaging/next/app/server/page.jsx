// A server component: the number is changed while the page is rendered.
import * as updatePhone from "update-phone";
import { changeNumber } from "../../change-number.mjs";

export default async function ServerPage({ searchParams }) {
  const { service } = await searchParams;
  const answer = await changeNumber(updatePhone, JSON.parse(service));
  return <script id="answer" type="application/json" dangerouslySetInnerHTML={{ __html: JSON.stringify(answer) }} />;
}
