// Record, stop and save, open a recording, close it.
import { useRef } from 'preact/hooks';
import type { LabPage } from '../lab-page.ts';
import { saveFile } from '../parts/save-file.ts';
import { formatBytes, formatNumber, say } from '../text/say.ts';

export const RecordButtons = ({ page }: { readonly page: LabPage }) => {
  if (page.isReplay.value) {
    return (
      <button type="button" onClick={() => page.closeRecording()}>
        {say('shell.close')}
      </button>
    );
  }
  return page.recorder.value ? <Recording page={page} /> : <Idle page={page} />;
};

const Idle = ({ page }: { readonly page: LabPage }) => {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" onClick={() => page.startRecording()}>
        <span aria-hidden="true">●</span> {say('shell.record')}
      </button>
      <button
        type="button"
        class="sign"
        aria-label={say('shell.open')}
        title={say('shell.open')}
        onClick={() => input.current?.click()}
      >
        ⤒
      </button>
      <input
        ref={input}
        type="file"
        accept=".lab"
        hidden
        aria-label={say('shell.open')}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          event.currentTarget.value = '';
          if (file) void page.open(file);
        }}
      />
    </>
  );
};

const Recording = ({ page }: { readonly page: LabPage }) => {
  // Drawn anew with every tick of the cursor.
  void page.cursor.shownMs.value;
  const recorder = page.recorder.value;
  if (!recorder) return null;
  const seconds = formatNumber((page.source.nowMs() - recorder.startMs) / 1000);
  const size = formatBytes(recorder.bytes);
  return (
    <>
      <button
        type="button"
        class="recording"
        onClick={() => void page.stopRecording().then((saved) => saved && saveFile(saved.file, saved.name))}
      >
        <span aria-hidden="true">■</span> {say('shell.recordStop')}
      </button>
      <span class="small">
        {recorder.isFull ? say('shell.recordFull', { size }) : say('shell.recording', { seconds, size })}
      </span>
    </>
  );
};
