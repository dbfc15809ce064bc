import tensorflow as tf

x, y, eta = 2.1, 4, 0.1
w = tf.Variable(1.0, dtype=tf.float64)
b = tf.Variable(0.0, dtype=tf.float64)

with tf.GradientTape() as tape:
    p = w * x
    y_hat = p + b
    e = y_hat - y
    loss = e**2

dw, db = tape.gradient(loss, [w, b])
print(loss.numpy(), dw.numpy(), db.numpy())

w.assign_sub(eta * dw)
b.assign_sub(eta * db)
print(w.numpy(), b.numpy())
