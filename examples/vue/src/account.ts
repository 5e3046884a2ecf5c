/** Who is signed in, as the server knows and tells the page. */
export interface Account {
  host: string;
  appId: string;
  accessToken: string;
}
