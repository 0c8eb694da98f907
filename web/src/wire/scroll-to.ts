// Brings an element into sight within its own scrolling area, and leaves the page where it is.

/** As little as needed. */
export const scrollTo = (area: HTMLElement, item: HTMLElement): void => {
  const [outer, inner] = [area.getBoundingClientRect(), item.getBoundingClientRect()];
  if (inner.top < outer.top) area.scrollTop -= outer.top - inner.top;
  else if (inner.bottom > outer.bottom) area.scrollTop += inner.bottom - outer.bottom;
};
