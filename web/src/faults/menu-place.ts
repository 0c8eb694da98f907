// Where an open menu has room: below its line or above it. Pure.

/** Edges in pixels from the top of the window. */
export interface Edges {
  readonly top: number;
  readonly bottom: number;
}

export interface MenuPlace {
  readonly isUp: boolean;
  /** How high it may be. */
  readonly roomPx: number;
}

/** Between the menu and whatever is next. */
const marginPx = 8;
/** Less cannot be read: then the page scrolls. */
const leastPx = 160;

/** Below, where it fits or where there is no more room above. @param line what the menu hangs on @param view what is seen of the page */
export const placeMenu = (line: Edges, view: Edges, wantedPx: number): MenuPlace => {
  const below = view.bottom - line.bottom - marginPx;
  const above = line.top - view.top - marginPx;
  const isUp = below < wantedPx && above > below;
  return { isUp, roomPx: Math.max(leastPx, Math.floor(isUp ? above : below)) };
};
