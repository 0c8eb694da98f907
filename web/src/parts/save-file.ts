// Hands a file to the reader.

/** https://html.spec.whatwg.org/multipage/links.html#downloading-resources */
export const saveFile = (file: Blob, name: string): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser has taken hold of it once the click has been handled.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};
