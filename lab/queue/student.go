package queue

import "math"

// StudentTwoSided returns the probability that Student's t with that many degrees
// of freedom lies within -t and t, for whole degrees: Abramowitz and Stegun
// 26.7.3 and 26.7.4.
func StudentTwoSided(t float64, degrees int) float64 {
	v := float64(degrees)
	angle := math.Atan(t / math.Sqrt(v))
	sin, cos := math.Sincos(angle)
	term, sum := 1.0, 1.0
	if degrees%2 == 0 {
		for k := 2; k < degrees; k += 2 {
			term *= cos * cos * float64(k-1) / float64(k)
			sum += term
		}
		return sin * sum
	}
	if degrees == 1 {
		return angle * 2 / math.Pi
	}
	for k := 3; k < degrees; k += 2 {
		term *= cos * cos * float64(k-1) / float64(k)
		sum += term
	}
	return (angle + sin*cos*sum) * 2 / math.Pi
}

// StudentQuantile returns the t within which Student's t lies, either side,
// with that probability.
func StudentQuantile(level float64, degrees int) float64 {
	low, high := 0.0, 1.0
	for StudentTwoSided(high, degrees) < level {
		high *= 2
	}
	for range 100 {
		mid := (low + high) / 2
		if StudentTwoSided(mid, degrees) < level {
			low = mid
		} else {
			high = mid
		}
	}
	return high
}
