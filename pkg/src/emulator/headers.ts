/** One of the service's own headers. Authing and GenAuth differ in the first part of the name only. */
export function headerOf(request: Request, name: string): string | null {
  return request.headers.get(`x-authing-${name}`) ?? request.headers.get(`x-genauth-${name}`);
}
