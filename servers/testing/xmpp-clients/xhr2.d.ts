// What the tests use of xhr2, which has no types of its own: the part that strophe.js asks of an XMLHttpRequest in vain.
declare module 'xhr2' {
  export default class XMLHttpRequest {
    readonly readyState: number;
    readonly responseText: string | null;
  }
}
