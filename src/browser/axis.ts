/** The time axis above the packets: where the chosen one stands, and a click leads to a time. */
export class Axis {
  readonly #axis: SVGSVGElement
  readonly #here: SVGLineElement

  constructor(axis: SVGSVGElement, here: SVGLineElement) {
    this.#axis = axis
    this.#here = here
  }

  /** Marks a time, in nanoseconds since the first frame. */
  show(time: number): void {
    const x = (time / this.#end) * this.#axis.viewBox.baseVal.width
    for (const end of ['x1', 'x2']) this.#here.setAttribute(end, x.toFixed(1))
  }

  onJump(jump: (time: number) => void): void {
    this.#axis.addEventListener('click', ({ clientX }) => {
      const { left, width } = this.#axis.getBoundingClientRect()
      jump(((clientX - left) / width) * this.#end)
    })
  }

  get #end(): number {
    return Number(this.#axis.dataset.end)
  }
}
