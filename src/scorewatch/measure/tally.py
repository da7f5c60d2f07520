from scorewatch.engine.tally import Tally as Tally  # moved; this line goes before anything lands
