package web

// CutLot and LotValue are cutLot and lotValue for their fuzz test.
var CutLot, LotValue = cutLot, lotValue
