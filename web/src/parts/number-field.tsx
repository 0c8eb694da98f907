// A number that is set when the field is left or Enter is pressed, and put back when it makes no sense.
import { useEffect, useId, useRef } from 'preact/hooks';

export interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly step?: number | 'any';
  readonly isDisabled?: boolean;
  readonly onSet: (value: number) => void;
}

export const NumberField = ({ label, value, least, most, step = 1, isDisabled = false, onSet }: NumberFieldProps) => {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  // Only a new value is written into the field: whatever else is drawn anew must not undo what somebody types.
  useEffect(() => {
    if (input.current) input.current.value = String(value);
  }, [value]);
  const commit = (): void => {
    const field = input.current;
    if (!field) return;
    const wanted = field.valueAsNumber;
    if (!field.validity.valid || !Number.isFinite(wanted)) field.value = String(value);
    else if (wanted !== value) onSet(wanted);
  };
  return (
    <span class="field">
      <label for={id}>{label}</label>
      <input
        ref={input}
        id={id}
        type="number"
        min={least}
        max={most}
        step={step}
        defaultValue={String(value)}
        disabled={isDisabled}
        onChange={commit}
      />
    </span>
  );
};
