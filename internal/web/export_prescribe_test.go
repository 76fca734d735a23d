package web

// ReadPlan is readPlan for its fuzz test.
var ReadPlan = readPlan
