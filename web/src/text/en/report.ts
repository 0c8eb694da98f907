// English: the charts and tables of a run. Their source is the report's own catalog.
export { reportWords as report } from '../../../../bench/report/words.ts';
