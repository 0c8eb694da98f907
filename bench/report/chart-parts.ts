// The parts of Chart.js these charts need, and no others: a page that bundles them stays small. Browser-safe.
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  SubTitle,
  Title,
  Tooltip,
} from 'chart.js';

/** Makes Chart.js able to draw what the definitions describe; calling it again changes nothing. */
export const registerChartParts = (): void => {
  Chart.register(
    BarController,
    BarElement,
    CategoryScale,
    Legend,
    LinearScale,
    LineController,
    LineElement,
    LogarithmicScale,
    PointElement,
    SubTitle,
    Title,
    Tooltip,
  );
};
