// A transport's letter on its colour: the mark by which it is known everywhere on the page.
import { describeTransport, type TransportId } from '../../../servers/protocol/catalog.ts';

/** The CSS variable `--lane` with the transport's colour in both themes. */
export const laneColour = (id: TransportId): string => {
  const { light, dark } = describeTransport(id).colour;
  return `--lane: light-dark(${light}, ${dark})`;
};

/** Hidden from screen readers, for the title stands beside it. */
export const Badge = ({ id }: { readonly id: TransportId }) => (
  <span class="badge" style={laneColour(id)} aria-hidden="true">
    {describeTransport(id).letter}
  </span>
);
