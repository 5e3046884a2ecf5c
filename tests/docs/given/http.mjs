// The service on a port, a proxy in front of it, and a signed-in user. Both servers end with the program.
import { createServer } from "node:http";
import { connect } from "node:net";
import { createEmulator } from "update-phone/emulator";
import { createNodeListener } from "update-phone/emulator/node";

export const newCode = "123456";
export const oldCode = newCode;

const emulator = createEmulator({ fixedCode: newCode });
const [user] = emulator.users;
if (!user) throw new Error("The emulator has users.");
export const { appId, accessToken } = user;

/** @param {import("node:http").Server} server */
async function listen(server) {
  server.unref();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("It listens on a port.");
  return `http://127.0.0.1:${address.port}`;
}

export const host = await listen(createServer(createNodeListener(emulator)));

/** Nothing listens there: only the proxy knows where the service is. */
export const hostBehindProxy = "http://authing.localhost:8009";
const proxy = createServer((_, response) => response.writeHead(405).end());
proxy.on("connect", (_, socket) => {
  const service = connect(Number(new URL(host).port), "127.0.0.1", () => {
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    service.pipe(socket).pipe(service);
  });
  service.on("error", () => socket.destroy());
  socket.on("error", () => service.destroy());
});
process.env.HTTPS_PROXY = await listen(proxy);
