// A box to tick for a part of the page's state.
import type { Signal } from '@preact/signals';

export const Tick = ({ flag, label }: { readonly flag: Signal<boolean>; readonly label: string }) => (
  <label class="tick">
    <input
      type="checkbox"
      checked={flag.value}
      onChange={({ currentTarget }) => (flag.value = currentTarget.checked)}
    />
    {label}
  </label>
);
