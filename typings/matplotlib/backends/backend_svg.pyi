from matplotlib.figure import Figure

class FigureCanvasSVG:
    def __init__(self, figure: Figure) -> None: ...
