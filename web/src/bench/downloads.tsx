// What can be taken away of a run: the run itself, its figures as CSV, its report in one file.
import { modelCsv } from '../../../bench/report/chart-model.ts';
import { headlineCsv } from '../../../bench/report/csv-of-run.ts';
import type { RunResult } from '../../../bench/report/result.ts';
import type { ReportWords } from '../../../bench/report/words.ts';
import { saveFile } from '../parts/save-file.ts';
import { say } from '../text/say.ts';
import { csvFile } from './chart-file.ts';
import { pathOf } from './results.ts';

interface DownloadsProps {
  readonly directory: string;
  readonly run: RunResult;
  readonly words: ReportWords;
}

export const Downloads = ({ directory, run, words }: DownloadsProps) => (
  <p class="downloads">
    <span class="small">{say('bench.downloads')}</span>
    <a class="button" href={pathOf(directory, 'run.json')} download={`${directory}-run.json`}>
      JSON
    </a>
    <button type="button" onClick={() => saveFile(csvFile(headlineCsv(run, words)), `${directory}-headline.csv`)}>
      {say('bench.headlineCsv')}
    </button>
    <button type="button" onClick={() => saveFile(csvFile(modelCsv(run, words)), `${directory}-model.csv`)}>
      {say('bench.modelCsv')}
    </button>
    <a class="button" href={pathOf(directory, 'report.html')} download={`${directory}.html`}>
      {say('bench.reportFile')}
    </a>
    <a href={pathOf(directory, 'report.html')}>{say('bench.report')}</a>
  </p>
);
