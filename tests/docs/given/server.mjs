// The session of a request on a server, and the location of a page.
import { accessToken } from "./client.mjs";

/**
 * @param {Request} request
 * @returns {Promise<{ accessToken: string } | undefined>}
 */
export const sessionOf = async (request) => (request.headers.get("cookie") ? { accessToken } : undefined);

export const location = { origin: "http://localhost" };
