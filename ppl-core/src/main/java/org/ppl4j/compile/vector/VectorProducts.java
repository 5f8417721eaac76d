package org.ppl4j.compile.vector;

import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.ppl4j.compile.emit.LoopEmitter;
import org.ppl4j.compile.schedule.Layout;
import org.ppl4j.compile.schedule.RowProduct;
import org.ppl4j.compile.schedule.Schedule;
import org.ppl4j.math.Lanes;

/**
 * Writes products of a matrix and a vector in their SIMD form: a method for the rows from one to another, the first of
 * them a multiple of eight. Several rows are gone through at once, so that what they have in common is read once.
 */
final class VectorProducts {

    private static final String DESCRIPTOR = LoopEmitter.DESCRIPTOR;
    private static final String LANES = "org/ppl4j/math/Lanes";
    private static final int ROWS_SUMMED_AT_ONCE = 4;

    private final ProductCode code;
    private final MethodVisitor method;
    private final int width;
    private final int lanes;
    private final int sums;

    private VectorProducts(ProductCode code, RowProduct product, int lanes) {
        this.code = code;
        this.method = code.method();
        this.width = product.width();
        this.lanes = lanes;
        this.sums = code.sums();
    }

    /**
     * Writes the method of a product.
     *
     * @param number the product's unit
     */
    static void write(
            ClassVisitor writer,
            String name,
            RowProduct product,
            int number,
            Schedule schedule,
            Layout layout,
            VectorConstants constants) {
        MethodVisitor visitor =
                writer.visitMethod(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC, name, DESCRIPTOR, null, null);
        ProductCode code = new ProductCode(visitor, constants, product, number, schedule, layout);
        VectorProducts products = new VectorProducts(code, product, constants.lanes());
        if (product.sumsRows()) {
            products.sumsOfRows();
        } else {
            products.rowsTimesVector(constants.lanes());
            products.rowsTimesVector(1);
        }
        code.end();
    }

    /** Writes the loop that multiplies rows, some at once, with the vector. */
    private void rowsTimesVector(int rows) {
        int parts = Lanes.COUNT / lanes;
        int whole = width & -Lanes.COUNT;
        int[] totals = code.locals(rows * parts);
        int[] factors = code.locals(parts);
        code.loop(ProductCode.ROW, rows, () -> code.integer(ProductCode.END), rows, () -> {
            code.beginRow();
            for (int total : totals) {
                code.vectors().species();
                method.visitInsn(Opcodes.DCONST_0);
                code.vectors().broadcast();
                method.visitVarInsn(Opcodes.ASTORE, total);
            }
            code.set(code.column(), 0);
            code.loop(code.column(), 1, () -> code.constant(whole), Lanes.COUNT, () -> {
                for (int part = 0; part < parts; part++) {
                    code.read(code.vector(), -1, part * lanes);
                    method.visitVarInsn(Opcodes.ASTORE, factors[part]);
                }
                for (int total = 0; total < totals.length; total++) {
                    int part = total % parts;
                    code.read(code.matrix(), code.start(), total / parts * width + part * lanes);
                    method.visitVarInsn(Opcodes.ALOAD, factors[part]);
                    method.visitVarInsn(Opcodes.ALOAD, totals[total]);
                    code.vectors().doubles("fma", 3);
                    method.visitVarInsn(Opcodes.ASTORE, totals[total]);
                }
            });
            for (int total = 0; total < totals.length; total++) {
                method.visitVarInsn(Opcodes.ALOAD, totals[total]);
                method.visitVarInsn(Opcodes.ALOAD, sums);
                code.constant(total * lanes);
                code.vectors().intoArray();
            }
            for (int row = 0; row < rows; row++) {
                for (int rest = whole; rest < width; rest++) {
                    int lane = Lanes.COUNT * row + rest - whole;
                    code.element(sums, -1, lane);
                    code.number(code.matrix(), code.start(), row * width + rest);
                    code.number(code.vector(), -1, rest);
                    code.number(sums, -1, lane);
                    code.fusedMultiplyAdd();
                    method.visitInsn(Opcodes.DASTORE);
                }
                code.element(code.result(), ProductCode.ROW, row);
                method.visitVarInsn(Opcodes.ALOAD, sums);
                code.constant(Lanes.COUNT * row);
                method.visitMethodInsn(Opcodes.INVOKESTATIC, LANES, "finish", "([DI)D", false);
                method.visitInsn(Opcodes.DASTORE);
            }
        });
    }

    /** Writes the loops that add up rows, each times an element of the vector: those of one lane after the other. */
    private void sumsOfRows() {
        int first = code.local();
        int lane = code.local();
        int target = code.local();
        code.integer(ProductCode.ROW);
        method.visitVarInsn(Opcodes.ISTORE, first);
        code.set(lane, 0);
        code.loop(lane, 1, () -> code.constant(Lanes.COUNT), 1, () -> {
            code.integer(first);
            code.integer(lane);
            method.visitInsn(Opcodes.IADD);
            method.visitVarInsn(Opcodes.ISTORE, ProductCode.ROW);
            code.integer(lane);
            code.constant(width);
            method.visitInsn(Opcodes.IMUL);
            method.visitVarInsn(Opcodes.ISTORE, target);
            addRows(ROWS_SUMMED_AT_ONCE, target);
            addRows(1, target);
        });
    }

    private void addRows(int rows, int target) {
        int whole = width & -lanes;
        int[] factors = code.locals(rows);
        int sum = code.local();
        int span = Lanes.COUNT * (rows - 1) + 1;
        code.loop(ProductCode.ROW, span, () -> code.integer(ProductCode.END), Lanes.COUNT * rows, () -> {
            code.beginRow();
            for (int row = 0; row < rows; row++) {
                code.vectors().species();
                code.number(code.vector(), ProductCode.ROW, Lanes.COUNT * row);
                code.vectors().broadcast();
                method.visitVarInsn(Opcodes.ASTORE, factors[row]);
            }
            code.set(code.column(), 0);
            code.loop(code.column(), 1, () -> code.constant(whole), lanes, () -> {
                code.read(sums, target, 0);
                method.visitVarInsn(Opcodes.ASTORE, sum);
                for (int row = 0; row < rows; row++) {
                    method.visitVarInsn(Opcodes.ALOAD, factors[row]);
                    code.read(code.matrix(), code.start(), Lanes.COUNT * row * width);
                    method.visitVarInsn(Opcodes.ALOAD, sum);
                    code.vectors().doubles("fma", 3);
                    method.visitVarInsn(Opcodes.ASTORE, sum);
                }
                method.visitVarInsn(Opcodes.ALOAD, sum);
                method.visitVarInsn(Opcodes.ALOAD, sums);
                code.integer(target);
                code.integer(code.column());
                method.visitInsn(Opcodes.IADD);
                code.vectors().intoArray();
            });
            for (int rest = whole; rest < width; rest++) {
                code.element(sums, target, rest);
                for (int row = rows - 1; row >= 0; row--) {
                    code.number(code.vector(), ProductCode.ROW, Lanes.COUNT * row);
                    code.number(code.matrix(), code.start(), Lanes.COUNT * row * width + rest);
                }
                code.number(sums, target, rest);
                for (int row = 0; row < rows; row++) {
                    code.fusedMultiplyAdd();
                }
                method.visitInsn(Opcodes.DASTORE);
            }
        });
    }
}
