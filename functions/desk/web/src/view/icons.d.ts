// What icons.mjs makes of the files of the icons.
declare module 'lucide-static/icons/*.svg' {
  const drawing: import('lit').SVGTemplateResult;
  export default drawing;
}
