// What a server of one's own knows of who asks, and a page where it is.
import { accessToken } from "./client.mjs";

/**
 * @param {Request} request
 * @returns {Promise<{ accessToken: string } | undefined>}
 */
export const sessionOf = async (request) => (request.headers.get("cookie") ? { accessToken } : undefined);

export const location = { origin: "http://localhost" };
