import { Slider } from "../controls/slider.tsx";

interface ScrubProps {
  readonly name: string;
  /** Which of the places, from 0, is shown. */
  readonly place: number;
  readonly places: number;
  /** What the place means. */
  readonly text: string;
  readonly onMove: (place: number) => void;
}

/** A slider over a list of places: arrow keys move by one, Page Up and Down by a tenth of them. */
export function Scrub({ name, place, places, text, onMove }: ScrubProps) {
  const last = Math.max(0, places - 1);
  const move = (to: number) => {
    onMove(Math.min(last, Math.max(0, to)));
  };
  const far = Math.max(1, Math.round(places / 10));
  const moves: Readonly<Record<string, number>> = {
    ArrowLeft: place - 1,
    ArrowDown: place - 1,
    ArrowRight: place + 1,
    ArrowUp: place + 1,
    PageDown: place - far,
    PageUp: place + far,
    Home: 0,
    End: last,
  };
  return (
    <Slider
      name={name}
      look="scrub"
      position={last === 0 ? 1 : place / last}
      text={text}
      disabled={last === 0}
      onInput={position => {
        move(Math.round(position * last));
      }}
      onKeyDown={event => {
        const to = moves[event.key];
        if (to === undefined) return;
        event.preventDefault();
        move(to);
      }}
    />
  );
}
