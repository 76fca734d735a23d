package web

// ReadHours reads hours of a week as the form of a member of staff does.
var ReadHours = readHours
