import { paletteCss } from './palette.ts';

const base = `
*{box-sizing:border-box}
html{color-scheme:light dark;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main{max-width:1212px;margin:0 auto;padding:2.5rem 2rem 5rem}
h1{font-size:2.1rem;line-height:1.18;letter-spacing:-.015em;margin:.15rem 0 .8rem;text-wrap:balance}
h2{font-size:1.3rem;line-height:1.3;letter-spacing:-.005em;margin:0 0 1rem}
h3{font-size:1rem;margin:0 0 .3rem}
p{margin:0 0 .75rem}
a{color:var(--accent)}
section{margin-top:3.5rem}
small{font-size:.8125rem;color:var(--muted)}
pre{margin:0;padding:1rem 1.1rem;background:var(--surface);border:1px solid var(--line);border-radius:8px;font:.8125rem/1.55 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere}
.note{color:var(--muted);font-size:.875rem;max-width:52rem;margin:.4rem 0}
.eyebrow{margin:0;color:var(--muted);font-size:.875rem}
`;

const head = `
header{display:grid;grid-template-columns:minmax(0,1fr) 19rem;gap:1.5rem 3rem;align-items:start}
.hypothesis{max-width:42rem;color:var(--muted)}
.hypothesis span{display:block;font-size:.8125rem}
.result p{margin:.6rem 0 0;font-size:.9375rem}
.verdict{display:flex;align-items:center;gap:.6rem;font-size:1.45rem;font-weight:650;padding:.65rem 1rem;border-radius:10px;line-height:1.2}
.verdict.good{color:var(--good);background:var(--good-ground)}
.verdict.bad{color:var(--bad);background:var(--bad-ground)}
.verdict.doubt{color:var(--doubt);background:var(--doubt-ground)}
.score strong{font-size:1.45rem;font-weight:650;font-variant-numeric:tabular-nums}
.score small{display:block;line-height:1.35}
meter{display:block;width:100%;height:.5rem;margin:.15rem 0 .35rem}
meter::-webkit-meter-bar{background:var(--line);border:0;border-radius:4px;height:.375rem}
meter::-webkit-meter-optimum-value{background:var(--ink);border-radius:4px}
meter::-moz-meter-bar{background:var(--ink)}
.simulated{background:var(--doubt-ground);color:var(--doubt);padding:.7rem 1rem;border-radius:8px;margin:0 0 1.75rem}
.facts{display:flex;flex-wrap:wrap;gap:.6rem 2.5rem;margin:1.5rem 0 0;padding:1rem 0 0;border-top:1px solid var(--line)}
.facts dt{font-size:.8125rem;color:var(--muted)}
.facts dd{margin:0;font-variant-numeric:tabular-nums}
.why{margin-top:2rem;padding:1.25rem 1.5rem;border-radius:10px;background:var(--surface);border:1px solid var(--line)}
.why h2{margin-bottom:.5rem}
.why ul{margin:0;padding-left:1.15rem}
.why li{margin:.3rem 0;max-width:56rem;overflow-wrap:anywhere}
.hint{color:var(--muted)}
nav{margin-top:1.5rem;font-size:.875rem;display:flex;flex-wrap:wrap;gap:.3rem 1.25rem}
`;

const tables = `
.wide{overflow-x:auto;background:var(--surface);border:1px solid var(--line);border-radius:10px}
table{border-collapse:collapse;width:100%;font-size:.9rem;line-height:1.4}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
th,td{text-align:left;vertical-align:top;padding:.6rem .9rem;border-top:1px solid var(--grid);font-weight:400}
thead th{border-top:0;font-size:.8125rem;color:var(--muted);white-space:nowrap;vertical-align:bottom}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td small,th small{display:block}
.name{font-weight:600;white-space:nowrap}
.bound,.value{white-space:nowrap}
.again{color:var(--muted)}
.reason{color:var(--muted);font-size:.8438rem;overflow-wrap:anywhere}
td .reason{display:inline-block;min-width:13rem}
td .badge+.badge{display:flex;margin:.15rem 0 0}
.wrong{color:var(--bad)}
.badge{display:inline-flex;align-items:center;gap:.35rem;font-weight:600;white-space:nowrap}
.badge svg{flex:none}
.checks .badge{align-self:start;line-height:1.4}
.checks strong{display:block;line-height:1.4}
.good{color:var(--good)}.bad{color:var(--bad)}.doubt{color:var(--doubt)}.muted{color:var(--muted)}
.checks{list-style:none;margin:0 0 .75rem;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(19rem,1fr));gap:.9rem 2rem}
.checks li{display:grid;grid-template-columns:5.6rem 1fr;gap:.5rem;font-size:.9rem}
.checks p{margin:0;color:var(--muted);overflow-wrap:anywhere}
details{margin:.6rem 0}
summary{cursor:pointer;font-size:.875rem;color:var(--accent);padding:.2rem 0}
details[open]>summary{margin-bottom:.5rem}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:1.5rem 2.5rem;margin:1.5rem 0}
.columns h3:not(:first-child){margin-top:1.5rem}
.columns .wide{margin-top:.5rem}
.files{margin:.4rem 0 0;padding-left:1.1rem;font-size:.9rem}
.files span{color:var(--muted)}
.definitions dt{font-weight:600;margin-top:.7rem}
.definitions dd{margin:.1rem 0 0;max-width:56rem}
`;

const charts = `
.chart{margin:2.25rem 0 0}
h2+.scroll .chart:first-child{margin-top:0}
figcaption{margin-bottom:.6rem}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.4rem;margin:.35rem 0 0;padding:0;font-size:.8125rem;color:var(--muted)}
.legend li{display:flex;align-items:center;gap:.45rem}
.scroll{overflow-x:auto;overscroll-behavior-x:contain}
.scroll:focus-visible{outline:2px solid var(--accent);outline-offset:4px}
.scroll figcaption,.scroll details{position:sticky;left:0;max-width:min(1148px,100vw - 4rem);width:100%}
.pair{display:flex;width:1148px;background:var(--surface);outline:1px solid var(--line)}
.pair .gutter{flex:none;position:sticky;left:0;background:var(--surface);padding-left:8px;width:140px;margin-right:0;z-index:1}
.pair .plot{flex:none}
.chart>.plot,.alone .plot{display:block}
text{font-variant-numeric:tabular-nums}

.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,23rem),1fr));gap:1.25rem}
.card{background:var(--surface);border:1px solid var(--line);border-radius:10px;padding:1.1rem 1.25rem}
.card h3{margin:.1rem 0 .5rem}
.card h3 a{color:inherit}
.streak{max-width:100%;display:block}
.trends{display:flex;flex-wrap:wrap;gap:.6rem 1.5rem;margin-top:.9rem}
.trends small,.trends svg{display:block}
.advice{display:grid;gap:1.25rem}
.advice h3{display:flex;flex-wrap:wrap;gap:.1rem 1.25rem;margin:0 0 .5rem}
.advice .bound{font-weight:400;color:var(--muted)}
.advice p{max-width:60rem}
.parts{list-style:none;margin:0 0 .9rem;padding:0;display:grid;gap:.15rem;max-width:44rem;font-size:.875rem;color:var(--muted)}
.parts li{display:grid;grid-template-columns:minmax(0,1.6fr) minmax(0,1fr) 5rem;gap:0 1rem;align-items:center}
.parts li>:last-child{text-align:right;font-variant-numeric:tabular-nums}
.parts meter{margin:0}
.parts .slowest{color:var(--ink);font-weight:600}
.advice dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:.6rem 2rem;margin:0;font-size:.875rem}
.advice dt{color:var(--muted)}
.advice dd{margin:0}
footer{margin-top:4rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--muted);font-size:.8125rem}
`;

const screens = `
@media (max-width:760px){
main{padding:1.5rem 1rem 3rem}
h1{font-size:1.6rem}
header{grid-template-columns:minmax(0,1fr)}
.result{order:-1}
.scroll figcaption,.scroll details{max-width:calc(100vw - 2rem)}
.why{padding:1rem 1.1rem}
section{margin-top:2.5rem}
th,td{padding:.5rem .65rem}
table{font-size:.85rem}
.stack,.stack tbody,.stack tr,.stack th,.stack td{display:block}
.stack thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.stack tr{padding:.65rem .8rem;border-top:1px solid var(--line)}
.stack tbody tr:first-child{border-top:0}
.stack tbody th,.stack td{border:0;padding:.12rem 0}
.stack tbody th{font-size:.95rem;padding-bottom:.3rem}
.stack td{display:grid;grid-template-columns:6.5rem minmax(0,1fr);text-align:left;white-space:normal}
.stack td::before{content:attr(data-title);color:var(--muted);font-size:.8125rem;grid-row:span 3}
.stack td>*{grid-column:2}
.stack td .reason{min-width:0}
.parts li{grid-template-columns:minmax(0,1fr) 5rem}
.parts meter{grid-row:2;grid-column:1/3}
}
@media print{
body{background:#fff;font-size:11pt}
main{max-width:none;padding:0}
nav{display:none}
.scroll,.wide{overflow:visible}
.pair{width:100%}
.pair .gutter{position:static;width:12.3%;height:auto}
.pair .plot,.alone .plot{width:87.7%;height:auto}
.alone .plot{width:100%}
.chart,tr,li{break-inside:avoid}
h2,h3{break-after:avoid}
}
`;

/** The page's whole style sheet. */
export function styleSheet(): string {
  return `${paletteCss()}${base}${head}${tables}${charts}${screens}`;
}
