/** One file of a web page. */
export interface PageFile {
  readonly type: string;
  readonly body: Uint8Array;
}

/** The files of a web page by their path below the place where the server is mounted; `index.html` is the page itself. */
export interface Page {
  file(path: string): PageFile | undefined;
}
