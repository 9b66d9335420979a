#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/dataset/numpy_file.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>

#include <cstring>

using namespace helicase;

namespace {

// As numpy.save writes it: magic, version 1.0, header padded to a multiple of 64, then the numbers.
template <typename Number>
QByteArray numpyFile(const QByteArray &header, const std::vector<Number> &numbers)
{
    QByteArray padded = header;
    while ((padded.size() + 11) % 64 != 0)
        padded += ' ';
    padded += '\n';
    QByteArray file("\x93NUMPY\x01\x00", 8);
    file += static_cast<char>(padded.size() & 0xFF);
    file += static_cast<char>(padded.size() >> 8);
    file += padded;
    file.append(reinterpret_cast<const char *>(numbers.data()),
                static_cast<qsizetype>(numbers.size() * sizeof(Number)));
    return file;
}

const QByteArray floats = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
const QByteArray columns = "{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3), }";

} // namespace

class TestNumpyFile : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    std::filesystem::path write(const char *name, const QByteArray &bytes) const
    {
        const std::filesystem::path file = folder_.filePath(name).toStdString();
        writeFileAtomically(file, bytes.toStdString());
        return file;
    }

    static void compare(const Matrix &matrix)
    {
        QCOMPARE(matrix.rows(), int64_t{2});
        QCOMPARE(matrix.columns(), int64_t{3});
        for (int64_t i = 0; i < 6; ++i)
            QCOMPARE(matrix.data()[i], static_cast<float>(i + 1));
    }

private Q_SLOTS:
    void bothTypesAndOrders()
    {
        const auto rows = write("rows.npy", numpyFile<float>(floats, {1, 2, 3, 4, 5, 6}));
        compare(readNumpyMatrix(rows, 2, 3));
        compare(readNumpyMatrix(rows, int64_t{100}));
        compare(readNumpyMatrix(
            write("columns.npy", numpyFile<double>(columns, {1, 4, 2, 5, 3, 6})), 2, 3));
    }

    // numpy.savez_compressed of [[1, 2, 3], [4, 5, 6]] as <f8, and numpy.savez of the same.
    void archives_data()
    {
        QTest::addColumn<QByteArray>("packed");
        QTest::addRow("deflated") << QByteArray::fromBase64(
            "UEsDBC0AAAAIAAAAIQA5cQna//////////8JABQAYXJyXzAubnB5AQAQALAAAAAAAAAAWgAAAAAA"
            "AACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2ahrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC"
            "+RpGOgrGmjoKtQpkAy4GMPhgD6EZHCAUB5QWgNIiUFrCAQBQSwECLQMtAAAACAAAACEAOXEJ2loA"
            "AACwAAAACQAAAAAAAAAAAAAAgAEAAAAAYXJyXzAubnB5UEsFBgAAAAABAAEANwAAAJUAAAAAAA==");
        QTest::addRow("stored") << QByteArray::fromBase64(
            "UEsDBC0AAAAAAAAAIQA5cQna//////////8JABQAYXJyXzAubnB5AQAQALAAAAAAAAAAsAAAAAAA"
            "AACTTlVNUFkBAHYAeydkZXNjcic6ICc8ZjgnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hh"
            "cGUnOiAoMiwgMyksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg"
            "ICAgICAgICAgICAgICAgCgAAAAAAAPA/AAAAAAAAAEAAAAAAAAAIQAAAAAAAABBAAAAAAAAAFEAA"
            "AAAAAAAYQFBLAQItAy0AAAAAAAAAIQA5cQnasAAAALAAAAAJAAAAAAAAAAAAAACAAQAAAABhcnJf"
            "MC5ucHlQSwUGAAAAAAEAAQA3AAAA6wAAAAAA");
    }

    void archives()
    {
        QFETCH(QByteArray, packed);
        compare(readNumpyMatrix(write("table.npz", packed), 2, 3));
        QVERIFY_THROWS_EXCEPTION(InputError, readNumpyMatrix(write("table.npz", packed), 3, 2));
        QVERIFY_THROWS_EXCEPTION(InputError,
                                 readNumpyMatrix(write("cut.npz", packed.chopped(40)), 2, 3));
        QByteArray damaged = packed;
        damaged[packed.size() / 2] = static_cast<char>(damaged[packed.size() / 2] ^ 0x55);
        QVERIFY_THROWS_EXCEPTION(InputError, readNumpyMatrix(write("bad.npz", damaged), 2, 3));
    }

    void wrongFiles_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("word");
        const std::vector<float> six{1, 2, 3, 4, 5, 6};
        QTest::addRow("no array") << QByteArray("hello, this is text") << "no array";
        QTest::addRow("empty") << QByteArray() << "";
        QTest::addRow("other shape")
            << numpyFile<float>("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }", six)
            << "3 x 2";
        QTest::addRow("one dimension")
            << numpyFile<float>("{'descr': '<f4', 'fortran_order': False, 'shape': (6,), }", six)
            << "dimension";
        QTest::addRow("integers")
            << numpyFile<int32_t>("{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), }",
                                  {1, 2, 3, 4, 5, 6})
            << "<i4";
        QTest::addRow("big-endian")
            << numpyFile<float>("{'descr': '>f4', 'fortran_order': False, 'shape': (2, 3), }", six)
            << ">f4";
        QTest::addRow("objects")
            << numpyFile<float>(
                   "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2, 3), }", six)
            << "numbers";
        QTest::addRow("cut") << numpyFile<float>(floats, {1, 2, 3, 4, 5}) << "20 bytes";
        QTest::addRow("huge shape")
            << numpyFile<float>("{'descr': '<f4', 'fortran_order': False, 'shape': "
                                "(4611686018427387904, 4), }",
                                six)
            << "24 bytes";
        QTest::addRow("negative shape")
            << numpyFile<float>("{'descr': '<f4', 'fortran_order': False, 'shape': (-2, -3), }",
                                six)
            << "shape";
        QTest::addRow("no shape") << numpyFile<float>("{'descr': '<f4', 'fortran_order': False, }",
                                                      six)
                                  << "shape";
    }

    void wrongFiles()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, word);
        const auto file = write("wrong.npy", bytes);
        try {
            readNumpyMatrix(file, 2, 3);
            QFAIL("a wrong file was read");
        } catch (const InputError &error) {
            const QString line = QString::fromStdString(error.line());
            QVERIFY2(line.contains(word) && line.contains(QStringLiteral("wrong.npy")),
                     qPrintable(line));
            QVERIFY(!line.contains(u'\n'));
        }
    }

    void largeFilesAreRefusedBeforeTheyAreRead()
    {
        const auto file = write("rows.npy", numpyFile<float>(floats, {1, 2, 3, 4, 5, 6}));
        QVERIFY_THROWS_EXCEPTION(InputError, readNumpyMatrix(file, int64_t{23}));
    }
};

QTEST_GUILESS_MAIN(TestNumpyFile)
#include "tst_numpy_file.moc"
